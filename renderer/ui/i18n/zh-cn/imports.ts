import type { Translated } from '../translated.ts'
import type { imports as english } from '../en/imports.ts'

export const imports: Translated<typeof english> = {
  open: '导入…',
  title: '导入连接',
  lead: '从这台电脑上的其他工具导入。密钥会直接存入 Ossia 保管密钥的位置，此窗口看不到密钥。',
  sources: { ossutil: 'ossutil', aws: 'AWS 工具', rclone: 'rclone', ossbrowser: 'ossbrowser 授权码' },
  nothingFound: '在默认位置没有找到 ossutil、AWS 工具或 rclone 的配置文件。',
  drop: '将文件拖放到此处，或',
  choose: '选择文件…',
  ossbrowserNote: 'ossbrowser 自身保存的密钥采用未公开的加密格式。请使用授权码，或手动输入密钥。',
  name: '名称',
  place: '位置',
  key: 'AccessKey ID',
  all: '全选',
  choosing: '选择 {{name}}',
  nameOf: '{{name}} 的名称',
  conflict: '与已有连接 {{name}} 相同',
  temporary: '临时凭证',
  empty: '{{files}} 中没有连接。',
  back: '返回',
  run_other: '导入 {{count, number}} 个连接',
  problems: {
    role: '需要自动扮演角色，Ossia 不支持。请使用 AccessKey 或 STS 临时凭证。',
    process: '密钥由其他程序或服务提供。',
    sso: '使用单点登录。',
    environment: '密钥来自环境变量。',
    incomplete: '缺少密钥或 Endpoint。',
    invalid: '密钥或 Endpoint 无效。',
    otherService: '不是此类对象存储服务。',
    expired: '密钥已到期。',
  },
}
