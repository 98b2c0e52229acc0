/** Copies, moves and changes of many objects. */
export const jobs = {
  title: {
    copy: 'Copy {{items}} from {{source}} to {{target}}',
    move: 'Move {{items}} from {{source}} to {{target}}',
    rename: 'Rename {{name}} to {{newName}}',
    duplicate: 'Copy {{name}} as {{newName}}',
    restore_one: 'Restore {{items}} in {{target}} for {{count, number}} day',
    restore_other: 'Restore {{items}} in {{target}} for {{count, number}} days',
    storageClass: 'Change {{items}} in {{target}} to {{storageClass}}',
    acl: 'Set the ACL of {{items}} in {{target}} to {{acl}}',
    metadata: 'Change the metadata of {{items}} in {{target}}',
    tags: 'Change the tags of {{items}} in {{target}}',
  },
}
