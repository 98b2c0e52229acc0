/** A place as people say it: `photos / 2026 / lisbon`. */
export function placeName(bucket: string, prefix: string): string {
  return [bucket, ...prefix.split('/').filter((segment) => segment !== '')].join(' / ')
}
