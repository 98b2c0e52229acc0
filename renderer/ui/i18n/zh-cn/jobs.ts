/** Copies, moves and changes of many objects. */
export const jobs = {
  title: {
    copy: '将 {{items}}从 {{source}} 复制到 {{target}}',
    move: '将 {{items}}从 {{source}} 移动到 {{target}}',
    rename: '将 {{name}} 重命名为 {{newName}}',
    duplicate: '将 {{name}} 复制为 {{newName}}',
    restore_other: '解冻 {{target}} 中的 {{items}}，保持 {{count, number}} 天',
    storageClass: '将 {{target}} 中的 {{items}}转为 {{storageClass}}',
    acl: '将 {{target}} 中 {{items}}的读写权限设为 {{acl}}',
    metadata: '修改 {{target}} 中 {{items}}的元数据',
    tags: '修改 {{target}} 中 {{items}}的标签',
  },
}
