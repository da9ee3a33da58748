import { initAll } from '../govuk/govuk-frontend.min.js'

initAll()

// A filter that changes its page when a choice is made; without this, its button does the same.
for (const form of document.querySelectorAll('form[data-submit-on-change]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('select:not([data-wait])')) form.requestSubmit()
  })
}

// A percentage worked out beside its two fields as they are typed; without this, the page does it when it is kept.
for (const shown of document.querySelectorAll('output[data-per-cent]')) {
  const [part, whole] = shown.dataset.perCent.split(' ').map((id) => document.getElementById(id))
  const show = () => {
    const share = part.value.trim() && Number(whole.value) > 0 ? (100 * Number(part.value)) / Number(whole.value) : NaN
    shown.textContent = Number.isFinite(share) ? `${Math.round(share)}%` : '–'
  }
  part.addEventListener('input', show)
  whole.addEventListener('input', show)
}

// A link to the page as it is asked for; without this, it opens that page, and the address bar has what is to be copied.
for (const link of document.querySelectorAll('a[data-copy]')) {
  link.addEventListener('click', async (event) => {
    if (!navigator.clipboard) return
    event.preventDefault()
    await navigator.clipboard.writeText(link.href)
    link.textContent = 'the address is copied'
  })
}

// Words while a long piece of work is done; without this, the browser shows that it waits.
for (const form of document.querySelectorAll('form[data-progress]')) {
  const told = form.appendChild(document.createElement('p'))
  told.className = 'govuk-body'
  told.setAttribute('role', 'status')
  form.addEventListener('submit', () => { told.textContent = form.dataset.progress })
}

// Notes kept on this device: the old are thrown away, and all on sign-out, which asks first when some are not sent.
if (localStorage.getItem('fingerpost-notes') !== null) {
  const drafts = await import('./drafts.js')
  drafts.purge().catch(() => {})
  for (const form of document.querySelectorAll('form[action$="/sign-out/"]')) {
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const unsent = await drafts.all()
      if (unsent.length && !confirm(`${unsent.length === 1 ? 'A note' : `${unsent.length} notes`} on this device ` +
        'not yet sent will be lost. Sign out?')) return
      await drafts.clear()
      HTMLFormElement.prototype.submit.call(form)
    })
  }
}
