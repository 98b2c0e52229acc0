export const folderSize = {
  title: 'Size',
  propertiesOf: 'Properties of {{name}}',
  calculate: 'Calculate size',
  counting: 'Counting…',
  stop: 'Stop',
  stopped: 'Stopped before the end. This is what was counted.',
  again: 'Count again',
  objects: 'Objects',
  newest: 'Newest',
  oldest: 'Oldest',
  largest: 'Largest objects',
}
