import type { Translated } from '../translated.ts'
import type { places as english } from '../en/places.ts'

export const places: Translated<typeof english> = {
  favourites: '收藏',
  noFavouritesDrag: '把目录或 Bucket 拖到这里。',
  noFavourites: '把目录或 Bucket 拖到这里，或按 {{keys}}。',
  open: '打开',
  rename: '重命名',
  remove: '取消收藏',
  add: '加入收藏',
  recent: '最近访问',
  forgetRecent: '清除最近访问',
}
