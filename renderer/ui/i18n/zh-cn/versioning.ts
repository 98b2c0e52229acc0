/** Bucket 是否保留被覆盖的内容，以及占用。 */
export const versioning = {
  menu: '版本控制…',
  state: {
    Unset: '被覆盖或删除的内容会立即消失。',
    Enabled: '被覆盖或删除的内容会作为历史版本保留。',
    Suspended: '历史版本仍然保留，但新写入的内容会取代此前写入的内容。',
  },
  label: { Unset: '未开启', Enabled: '已开启', Suspended: '已暂停' },
  usage: {
    title: '版本占用',
    count: '统计',
    stop: '停止',
    again: '重新统计',
    counting: '正在统计：已读 {{count, number}} 个版本',
    stopped: '已停止：仅统计了已读取的部分',
    billed: '需要读取全部版本的列表，每次请求 1,000 个。',
    column: { folder: '目录', current: '当前版本', noncurrent: '历史版本', markers: '删除标记' },
    all: '全部',
    open: '统计 {{name}} 中的内容',
    up: '返回上级目录',
    amount: '{{size}}，{{count, number}} 个',
    more_other: '另有 {{count, number}} 个目录',
  },
}
