/** Bucket 是否保留被覆盖的内容，以及占用。 */
export const versioning = {
  menu: '版本控制…',
  title: '{{bucket}} 的版本控制',
  state: {
    Unset: '被覆盖或删除的内容会立即消失。',
    Enabled: '被覆盖或删除的内容会作为历史版本保留。',
    Suspended: '历史版本仍然保留，但新写入的内容会取代此前写入的内容。',
  },
  label: { Unset: '未开启', Enabled: '已开启', Suspended: '已暂停' },
  means: {
    enable: '从现在起，每次覆盖和删除都会保留原有内容，并且可以撤回。每个保留的版本仍占用原有空间，并按普通文件计费。',
    enableForever: '版本控制开启后无法关闭，只能暂停。',
    suspend: '已有的版本会继续保留并计费。新的写入和删除不再保留任何内容：它们会永久取代暂停期间上一次写入的内容。',
    suspendNotOff: 'Bucket 不会回到从未开启版本控制的状态：已保留的版本会一直保留，直到被删除。',
  },
  enable: '开启版本控制',
  suspend: '暂停版本控制',
  understood: '我了解开启后无法关闭',
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
    amount: '{{size}}，{{count, number}} 个',
    more_other: '另有 {{count, number}} 个目录',
  },
  unsupported: '服务未告知此 Bucket 是否保留版本。',
}
