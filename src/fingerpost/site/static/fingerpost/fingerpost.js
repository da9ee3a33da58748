import { initAll } from '../govuk/govuk-frontend.min.js'

initAll()

// A filter that changes its page when a choice is made; without this, its button does the same.
for (const form of document.querySelectorAll('form[data-submit-on-change]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('select')) form.requestSubmit()
  })
}
