// A note of visit is kept on this device as it is typed, and sent when there is a connection. What was sent carries a
// key of its own, so that sending it twice keeps it once. Without this, the form is sent as any other.
import * as drafts from './drafts.js'

const WAIT = 15_000
const AGAIN = 20_000
const OWN = ['csrfmiddlewaretoken', 'key', 'base', 'then']

const form = document.querySelector('form[data-note][data-note-person]')
if (form) begin(form)

function begin (form) {
  const id = `${location.pathname} ${form.dataset.notePerson}`
  const said = form.querySelector('[data-note-said]')
  const again = form.querySelector('[data-note-drop]')
  let draft = null
  let isSending = false
  let waiting = null

  const say = (words) => { said.textContent = words }
  const time = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

  function fields () {
    const found = {}
    for (const one of form.elements) {
      if (!one.name || OWN.includes(one.name) || one.type === 'submit') continue
      found[one.name] = one.type === 'checkbox' ? (one.checked ? 'on' : '') : one.value
    }
    return found
  }

  function fill (kept) {
    for (const [name, value] of Object.entries(kept)) {
      let one = form.elements.namedItem(name)
      if (!one) {
        one = form.appendChild(Object.assign(document.createElement('textarea'), { name, hidden: true }))
      }
      if (one.type === 'checkbox') one.checked = value === 'on'
      else one.value = value
    }
  }

  // `sent` is what was sent and not answered: it is sent again under its own key before anything newer is.
  async function keep (more = {}) {
    draft = {
      sent: null, then: '', ...draft, id, typedAt: Date.now(), base: form.elements.base.value,
      key: form.elements.key.value, fields: fields(), ...more
    }
    await drafts.put(draft)
  }

  function unsent () {
    say(navigator.onLine ? 'Kept on this device, not yet sent.' : 'No connection. Kept on this device, not yet sent.')
    again.hidden = false
  }

  let typing = null
  form.addEventListener('input', () => {
    clearTimeout(typing)
    typing = setTimeout(async () => { await keep(); if (!isSending) unsent() }, 300)
  })

  // Somebody who closes the page in the middle of a word keeps the word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && draft && !isSending) keep()
  })

  async function post (what) {
    const body = new FormData()
    body.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value)
    for (const [name, value] of Object.entries({ ...what.fields, key: what.key, base: what.base, then: what.then })) {
      if (value !== '') body.append(name, value)
    }
    const stop = new AbortController()
    const late = setTimeout(() => stop.abort(), WAIT)
    try {
      return await fetch(form.action, {
        method: 'POST', body, redirect: 'manual', credentials: 'same-origin', signal: stop.signal,
        headers: { 'X-Note-Kept': 'yes' }
      })
    } finally {
      clearTimeout(late)
    }
  }

  const snapshot = (then) => ({ key: draft.key, base: draft.base, fields: draft.fields, then })
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)

  function renew (version) {
    form.elements.base.value = String(version)
    form.elements.key.value = newKey()
  }

  async function send (then, isAsked) {
    if (isSending) return
    isSending = true
    clearTimeout(waiting)
    await keep({ then })
    say('Sending…')
    try {
      await attempt(then, isAsked)
    } catch {
      say('No connection. Kept on this device, not yet sent. It is sent when there is a connection again.')
      again.hidden = false
      waiting = setTimeout(() => send(draft.then || 'save', false), AGAIN)
    } finally {
      isSending = false
    }
  }

  async function attempt (then, isAsked) {
    const earlier = draft.sent
    if (earlier && !isSame(earlier.fields, draft.fields)) {
      const answer = await answered(await post({ ...earlier, then: 'save' }))
      if (!answer) return
      renew(answer.version)
      await keep({ sent: null })
    }
    const now = draft.sent || snapshot(then)
    await drafts.put({ ...draft, sent: now })
    draft.sent = now
    const answer = await answered(await post({ ...now, then }), isAsked && then)
    if (!answer) return
    if (!isAsked && !isSame(fields(), now.fields)) {
      renew(answer.version)
      await keep({ sent: null, then: '' })
      return unsent()
    }
    await drafts.remove(id)
    draft = null
    say(`Saved, ${time()}.`)
    location.assign(answer.to)
  }

  // The server's word; nothing when it could not be kept, and then it stays on this device and the page says why.
  async function answered (response, then = '') {
    if (response.ok && response.headers.get('Content-Type')?.startsWith('application/json')) return response.json()
    again.hidden = false
    draft.sent = null
    await drafts.put(draft)
    if (response.type === 'opaqueredirect') {
      say('You have been signed out. Kept on this device, not yet sent: sign in again in another tab, then reload this page.')
    } else if (response.status === 422 && then) {
      const button = form.querySelector(`button[name=then][value=${then}]`)
      form.dataset.noteDone = 'yes'
      form.requestSubmit(button)
    } else if (response.status === 422) {
      say('Kept on this device, not yet sent: something has to be put right. Press “Save the draft” to see what.')
    } else {
      say(`The server did not take it (${response.status}). Kept on this device, not yet sent.`)
    }
    return null
  }

  form.addEventListener('submit', (event) => {
    if (form.dataset.noteDone) return
    event.preventDefault()
    clearTimeout(typing)
    send(event.submitter?.value || 'save', true)
  })

  addEventListener('online', () => { if (draft) send(draft.then || 'save', false) })
  addEventListener('offline', () => { if (draft) unsent() })

  again.querySelector('button').addEventListener('click', async () => {
    if (!confirm('Throw away what is on this device, and show what was saved last?')) return
    clearTimeout(typing)
    await drafts.remove(id)
    location.reload()
  })

  async function restore () {
    await drafts.purge()
    const kept = await drafts.get(id)
    if (!kept) return say('')
    if (form.dataset.noteRefused) {
      // The page shows what was just refused, which is newer than what lies here.
      draft = { ...kept, sent: null }
      return unsent()
    }
    draft = kept
    fill(kept.fields)
    form.elements.base.value = kept.base
    form.elements.key.value = kept.key
    unsent()
    if (kept.then && navigator.onLine) await send(kept.then, false)
  }
  restore().catch(() => say('This browser keeps nothing on the device: save often.'))
}

function newKey () {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
