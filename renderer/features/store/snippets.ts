/** What a tool needs to reach the local store. */
export interface SnippetValues {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

export interface Snippet {
  readonly id: string
  /** The tool's own name. */
  readonly title: string
  readonly text: string
}

/** Settings for the tools people reach for first, as their own documentation writes them. */
export function snippets({ url, region, accessKeyId, accessKeySecret }: SnippetValues): readonly Snippet[] {
  return [
    {
      id: 'ali-oss',
      title: 'ali-oss',
      text: `import OSS from 'ali-oss'

const client = new OSS({
  endpoint: '${url}',
  region: 'oss-${region}',
  accessKeyId: '${accessKeyId}',
  accessKeySecret: '${accessKeySecret}',
  cname: false,
  sldEnable: true,
  authorizationV4: true,
  bucket: 'my-bucket',
})`,
    },
    {
      id: 'ossutil',
      title: 'ossutil',
      text: `ossutil ls \\
  --endpoint ${url} \\
  --region ${region} \\
  --addressing-style path \\
  --access-key-id ${accessKeyId} \\
  --access-key-secret ${accessKeySecret}`,
    },
  ]
}
