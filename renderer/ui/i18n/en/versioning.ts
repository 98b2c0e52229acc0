/** Whether a bucket keeps what is written over, and what that takes. */
export const versioning = {
  menu: 'Versioning…',
  state: {
    Unset: 'What is written over or deleted is gone at once.',
    Enabled: 'What is written over or deleted stays as an earlier version.',
    Suspended: 'Earlier versions stay, but what is written now replaces what was written before it.',
  },
  label: { Unset: 'Off', Enabled: 'Enabled', Suspended: 'Suspended' },
  usage: {
    title: 'What versions take',
    count: 'Count',
    stop: 'Stop',
    again: 'Count again',
    counting: 'Counting: {{count, number}} versions so far',
    stopped: 'Stopped: only what was read until then is counted',
    billed: 'Reads the list of all versions, 1,000 a request.',
    column: { folder: 'Folder', current: 'Current', noncurrent: 'Earlier versions', markers: 'Delete markers' },
    all: 'Everything',
    open: 'Count what is in {{name}}',
    up: 'Back to the folder above',
    amount: '{{size}} in {{count, number}}',
    more_one: 'and {{count, number}} more folder',
    more_other: 'and {{count, number}} more folders',
  },
}
