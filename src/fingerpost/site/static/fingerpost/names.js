// Says while somebody types that words look like the name of a child; without this, the page says so when it is kept.
const TITLES = /^(Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Cllr|Councillor|Rev|Revd|Father|Canon|Professor|Headteacher|Head|Chair)$/
const PAIR = /(?:([A-Za-z]+)\.?\s+)?\b([A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*)\s+([A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*)/g

for (const form of document.querySelectorAll('form[data-known]')) {
  const known = new Set(form.dataset.known.toLowerCase().split(/\s+/))
  const said = form.querySelector('[data-names-said]')
  const look = () => {
    const found = new Set()
    for (const area of form.querySelectorAll('[data-names]')) {
      for (const [, before, first, last] of area.value.matchAll(PAIR)) {
        if (!TITLES.test(before || '') && !TITLES.test(first) && !known.has(first.toLowerCase()) && !known.has(last.toLowerCase())) found.add(`“${first} ${last}”`)
      }
    }
    said.textContent = found.size ? `${[...found].slice(0, 3).join(', ')} may name a child. Take it out, or confirm below that it names no child.` : ''
  }
  form.addEventListener('input', look)
}
