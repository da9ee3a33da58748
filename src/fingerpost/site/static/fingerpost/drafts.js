// Notes of visit kept on this device until they are sent: one record a visit and person, thrown away after 14 days and
// on sign-out. Nothing restricted comes here: its pages do not load this.
const NAME = 'fingerpost-notes'
const MARK = 'fingerpost-notes'
export const LASTS = 14 * 24 * 60 * 60 * 1000

function opened () {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('drafts', { keyPath: 'id' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function within (mode, work) {
  const base = await opened()
  try {
    return await new Promise((resolve, reject) => {
      const change = base.transaction('drafts', mode)
      const asked = work(change.objectStore('drafts'))
      change.oncomplete = () => resolve(asked.result)
      change.onerror = change.onabort = () => reject(change.error)
    })
  } finally {
    base.close()
  }
}

export const get = (id) => within('readonly', (store) => store.get(id))
export const all = () => within('readonly', (store) => store.getAll())
export const remove = (id) => within('readwrite', (store) => store.delete(id))

export async function put (draft) {
  await within('readwrite', (store) => store.put(draft))
  localStorage.setItem(MARK, 'yes')
}

export const areAny = () => localStorage.getItem(MARK) !== null

export async function purge (now = Date.now()) {
  const kept = await all()
  const old = kept.filter((draft) => now - draft.typedAt > LASTS)
  for (const draft of old) await remove(draft.id)
  if (old.length === kept.length) localStorage.removeItem(MARK)
}

export async function clear () {
  await within('readwrite', (store) => store.clear())
  localStorage.removeItem(MARK)
}
