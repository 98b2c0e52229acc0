import { ArrowLeftRight, Coins, Globe, History, Images, ShieldBan, ShieldCheck, Tags, UsersRound } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { AclPage } from './pages/acl-page.tsx'
import { BlockPage } from './pages/block-page.tsx'
import { CorsPage } from './pages/cors-page.tsx'
import { OverviewPage } from './pages/overview-page.tsx'
import { PayerPage } from './pages/payer-page.tsx'
import { PolicyPage } from './pages/policy-page.tsx'
import { RefererPage } from './pages/referer-page.tsx'
import { TagsPage } from './pages/tags-page.tsx'
import { VersioningPage } from './pages/versioning-page.tsx'
import type { PageId, PageProps } from './page-props.ts'

/** An entry of the dialog's list. */
export interface SettingsPage {
  readonly id: PageId
  readonly group: 'access' | 'web' | 'bucket'
  readonly icon: ReactNode
  readonly Page: ComponentType<PageProps>
}

const size = 15

/** Every setting that has a page, in the order of the list. Others are added here. */
export const settingsPages: readonly SettingsPage[] = [
  { id: 'overview', group: 'access', icon: <UsersRound size={size} />, Page: OverviewPage },
  { id: 'policy', group: 'access', icon: <ShieldCheck size={size} />, Page: PolicyPage },
  { id: 'acl', group: 'access', icon: <Globe size={size} />, Page: AclPage },
  { id: 'publicAccessBlock', group: 'access', icon: <ShieldBan size={size} />, Page: BlockPage },
  { id: 'cors', group: 'web', icon: <ArrowLeftRight size={size} />, Page: CorsPage },
  { id: 'referer', group: 'web', icon: <Images size={size} />, Page: RefererPage },
  { id: 'versioning', group: 'bucket', icon: <History size={size} />, Page: VersioningPage },
  { id: 'requestPayment', group: 'bucket', icon: <Coins size={size} />, Page: PayerPage },
  { id: 'tags', group: 'bucket', icon: <Tags size={size} />, Page: TagsPage },
]
