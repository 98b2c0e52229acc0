/** Former policies of a bucket. */
export const versions = {
  history: 'Former policies',
  historyLead: 'As they were seen from this computer, and kept on it only.',
  noHistory: 'No policy of this bucket was seen yet',
  restore: 'Take into the editor',
  origins: { saved: 'Saved from here', found: 'Found on the bucket' },
  versionStatements_one: '1 statement',
  versionStatements_other: '{{count, number}} statements',
  versionUnreadable: 'cannot be read',
  versionNone: 'No policy',
  versionShow: 'Show of this policy',
  versionSides: { changes: 'What would change', whole: 'The policy' },
  versionSame: 'The same as in the editor.',
  versionHint: 'Compared with what is in the editor.',
}
