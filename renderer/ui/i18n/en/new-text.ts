export const newText = {
  menu: 'New text object…',
  title: 'New text object',
  defaultName: 'untitled.txt',
  hint: 'It is created when it is saved for the first time.',
  invalid: 'This is not a valid name.',
  edit: 'Edit',
}
