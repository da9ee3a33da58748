// A visit dragged to another day; without this, and from the keyboard, the form under "Move" does the same.
const form = document.querySelector('form[data-planner-move]')
const said = document.querySelector('[data-planner-said]')
let dragged = null

function drop (day) {
  if (!dragged || day.contains(dragged)) return
  if (day.dataset.closed) {
    said.textContent = `${day.dataset.closed}: choose a school day.`
    return
  }
  form.action = form.dataset.action.replace('/0/', `/${dragged.dataset.visit}/`)
  form.elements.planned_on.value = day.dataset.day
  form.requestSubmit()
}

if (form) {
  for (const visit of document.querySelectorAll('[data-visit]')) {
    visit.draggable = true
    visit.addEventListener('dragstart', (event) => {
      dragged = visit
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', visit.dataset.visit)
      visit.classList.add('fp-visit--dragged')
    })
    visit.addEventListener('dragend', () => visit.classList.remove('fp-visit--dragged'))
  }
  for (const day of document.querySelectorAll('[data-day]')) {
    day.addEventListener('dragover', (event) => {
      event.preventDefault()
      day.classList.add('fp-calendar__day--over')
    })
    day.addEventListener('dragleave', () => day.classList.remove('fp-calendar__day--over'))
    day.addEventListener('drop', (event) => {
      event.preventDefault()
      day.classList.remove('fp-calendar__day--over')
      drop(day)
    })
  }
}
