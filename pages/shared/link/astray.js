// From a path that is misspelt to the page that is meant, as if the link had been right.
import { follow } from '../browser/streamlit_adapter.js'

/** Called by Streamlit. */
export default function mount({ data: [data] }) {
  const folder = location.pathname.split('/').slice(0, -1).join('/')
  follow(`${folder}/${data.path}${location.search}`, 'replaceState')
}
