import { Popover } from 'antd'
import { ClockArrowDown } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { useNavigation } from '../navigation/index.ts'
import { MomentPicker } from './lazy-parts.ts'

/** Chooses the moment at which the open bucket or folder is shown. */
export const AsOfButton = memo(function AsOfButton() {
  const { t } = useTranslation()
  const place = useNavigation((state) => state.place)
  const [open, setOpen] = useState(false)
  const isPast = place?.momentMs !== undefined
  return (
    <Popover
      open={open && place !== undefined}
      onOpenChange={(next) => setOpen(next && place !== undefined)}
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
          disabledReason={place === undefined ? t('objects.reason.noBucket') : undefined}
          onClick={() => undefined}
        />
      </span>
    </Popover>
  )
})
