// The moderation screen by keyboard: a number chooses a level, n and p go on and back, Control and Enter decide.
const form = document.querySelector('form[data-keys]')
document.querySelector('.fp-keys')?.removeAttribute('hidden')

const isWriting = (target) => target.matches('textarea, input:not([type=radio]):not([type=checkbox]), select')

document.addEventListener('keydown', (event) => {
  if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    form.requestSubmit()
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
  const level = form?.querySelectorAll('input[type=radio]')[Number(event.key) - 1]
  if (level) {
    level.checked = true
    level.focus()
    return
  }
  document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click()
})
