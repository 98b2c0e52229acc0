import { Popover } from 'antd'
import { ClockArrowDown } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { useNavigation } from '../navigation/index.ts'
import { localProfileId, useStoreStatus } from '../store/index.ts'
import { MomentPicker } from './lazy-parts.ts'

/** Chooses the moment at which the open bucket or folder is shown. */
export const AsOfButton = memo(function AsOfButton() {
  const { t } = useTranslation()
  const { state } = useStoreStatus()
  const place = useNavigation((state) => state.place)
  const [open, setOpen] = useState(false)
  const isDown = place?.profileId === localProfileId && state !== 'ready'
  const isPast = place?.momentMs !== undefined
  return (
    <Popover
      open={open && place !== undefined && !isDown}
      onOpenChange={(next) => setOpen(next && place !== undefined && !isDown)}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={place === undefined ? null : <MomentPicker place={place} onDone={() => setOpen(false)} />}
    >
      <span>
        <IconButton
          label={t(isPast ? 'asOf.buttonOn' : 'asOf.button')}
          icon={<ClockArrowDown size={16} />}
          pressed={isPast}
          quiet={open}
          disabledReason={place === undefined ? t('objects.reason.noBucket') : isDown ? t(state === 'failed' ? 'store.failedTitle' : 'store.starting') : undefined}
          onClick={() => undefined}
        />
      </span>
    </Popover>
  )
})
