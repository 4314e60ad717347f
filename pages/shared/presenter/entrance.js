export default function ({ data, parentElement }) {
  parentElement.querySelector('button').onclick = () => visit(data.paths, data.first)
}
