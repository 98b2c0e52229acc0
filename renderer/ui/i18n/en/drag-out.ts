/** Dragging objects to other programs. */
export const dragOut = {
  handle: 'Drag from here to the desktop or to another program',
  menu: 'Drag out…',
  tray: 'Drag to another program',
  preparing: 'Getting the files ready…',
  progress_one: '{{done}} of {{total}} in {{count, number}} file',
  progress_other: '{{done}} of {{total}} in {{count, number}} files',
  ready_one: 'Ready: {{count, number}} file, {{size}}. Drag it from here to the desktop or to another program.',
  ready_other: 'Ready: {{count, number}} files, {{size}}. Drag them from here to the desktop or to another program.',
  tooLarge: 'More than a drag can carry from this connection ({{size}} in {{count, number}} files). Download it instead.',
  unreadable: '{{name}} cannot be read, so nothing of it is handed out. {{why}}',
  failed: 'The files could not be made ready. {{why}}',
}
