import type { Translated } from '../translated.ts'
import type { store as english } from '../en/store.ts'

export const store: Translated<typeof english> = {
  localStore: '本地存储',
  state: { starting: '启动中', ready: '运行中', failed: '已停止' },
  starting: '本地存储正在启动…',
  startAgain: '重新启动',
  useFreePort: '使用空闲端口',
  openDataFolder: '打开数据目录',
  dataFolder: '数据目录',
  portTakenTitle: '本地存储服务未运行：端口 {{port}} 已被占用',
  failedTitle: '本地存储未运行',
  endpoint: 'Endpoint',
  region: '地域',
  accessKeyId: 'AccessKey ID',
  accessKeySecret: 'AccessKey Secret',
  reveal: '显示',
  hide: '隐藏',
  endpointTitle: '本地 Endpoint',
  endpointLead: '本机上的任何 OSS SDK 和工具都可以通过此地址访问本地存储。',
  snippets: '现成配置',
  snippetSecret: '复制时会自动填入 Secret。',
  snippetInsecure: '仅供本机使用：存储服务只监听 127.0.0.1。',
}
