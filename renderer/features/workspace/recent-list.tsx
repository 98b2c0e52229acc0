import { Button } from 'antd'
import { Clock } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { openPlace } from '../navigation/index.ts'
import { useProfiles } from '../profiles/index.ts'
import { placeLabel } from './place-label.ts'
import { useWorkspace } from './store.ts'

const shownAtMost = 12

/** Where the user was last, for a tab that is nowhere yet. */
export const RecentList = memo(function RecentList() {
  const { t } = useTranslation()
  const profiles = useProfiles()
  const recent = useWorkspace((state) => state.recent)
  const forgetRecent = useWorkspace((state) => state.forgetRecent)
  const known = recent.flatMap((place) => {
    const profile = profiles.find(({ profileId }) => profileId === place.profileId)
    return profile === undefined ? [] : [{ place, profile }]
  })
  if (known.length === 0) return null
  return (
    <section className="recent-section" aria-label={t('places.recent')}>
      <div className="recent-heading">
        <h2>{t('places.recent')}</h2>
        <Button type="link" size="small" onClick={forgetRecent}>
          {t('places.forgetRecent')}
        </Button>
      </div>
      <ul>
        {known.slice(0, shownAtMost).map(({ place, profile }) => (
          <li key={JSON.stringify(place)}>
            <button type="button" className="bucket-row" onClick={() => openPlace(place)}>
              <Clock size={14} className="icon" aria-hidden />
              <TruncatedName name={placeLabel(place)} />
              {profile.kind === 'local' ? null : <span className="is-secondary">{profile.name}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
})
