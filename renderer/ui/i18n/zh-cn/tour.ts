import type { Translated } from '../translated.ts'
import type { tour as english } from '../en/tour.ts'

export const tour: Translated<typeof english> = {
  steps: '引导步骤',
  past: '已完成',
  skip: '跳过',
  back: '上一步',
  next: '下一步：Bucket',
  store: {
    name: '本地存储',
    title: '本地存储已就绪',
    lead: '它在本机提供 OSS 协议的服务。可以直接在这里使用，也可以让任意 OSS SDK 或工具连接它。',
    later: '这些信息之后可在侧边栏的 Endpoint 中查看，那里还有 SDK 和工具的现成配置。',
    elsewhere: '已经有其他地方的 Bucket？',
    connect: '连接 OSS 或 S3…',
  },
  bucket: {
    name: 'Bucket',
    title: '创建第一个 Bucket',
    lead: 'OSS 中的文件都存放在 Bucket 里。Bucket 名称是访问地址的一部分，创建后不能修改。',
    exists: '该 Bucket 已存在，文件将放入其中。',
    private: '默认为私有：只有你的 AccessKey 可以读写。访问权限、版本控制等可在 Bucket 设置中修改。',
    create: '创建 {{bucket}}',
    use: '使用 {{bucket}}',
  },
  file: {
    name: '文件',
    title: '放入一个文件',
    lead: '{{bucket}} 已就绪。今后上传文件也是这样：拖入窗口，或者选择文件。',
    drop: '把文件或文件夹拖到这里',
    dropHint: '手边没有文件？可以先用一段示例文本。',
    sample: '使用示例文件',
    choose: '选择文件…',
    failed_other: '{{count}} 个文件上传失败',
    transfers: '查看传输任务',
  },
  done: {
    title: '{{name}} 已存入 {{bucket}}',
    titleMany: '{{count}} 个文件或文件夹已存入 {{bucket}}',
    lead: '文件已写入并通过校验，任何 OSS 工具都可以用此地址读取。',
    next: '接下来常用的操作',
    tips: { look: '不打开文件，直接预览', palette: '查找所有操作、Bucket 和设置', help: '查看并修改全部快捷键' },
    again: '引导不会自动再次出现，需要时可在命令面板或“帮助”菜单中打开。',
    open: '打开 {{bucket}}',
  },
  sample: {
    name: '欢迎使用 Ossia.md',
    text: '# 欢迎使用 Ossia\n\n这段文字是你第一个 Bucket 中的文件（Object），由本机上的 OSS 协议服务存储。\n\n可以试试：\n\n- 按 **空格键** 直接预览，无需打开。\n- 按 **F4** 编辑，保存前会先显示改动。\n- 点击鼠标右键查看更多操作：复制、重命名、分享链接、历史版本、标签。\n\n任何 OSS SDK 以及 ossutil 都能读取它，配置方法见侧边栏的 *Endpoint*。\n',
  },
}
