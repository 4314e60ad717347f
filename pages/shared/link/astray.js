// From a path that is misspelt to the page that is meant, as if the link had been right.
export default function ({ data }) {
  const folder = location.pathname.split('/').slice(0, -1).join('/')
  follow(`${folder}/${data.path}${location.search}`, 'replaceState')
}
