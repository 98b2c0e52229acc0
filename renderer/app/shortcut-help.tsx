import { Modal } from 'antd'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { isMac, shortcutText } from '../ui/platform.ts'
import { readableKeys, shortcuts } from './shortcuts.ts'

const readable = (keys: string): string => shortcutText(readableKeys(keys), isMac)

/** All keys on one sheet. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const own = (...commands: (keyof typeof shortcuts)[]) => commands.map((command) => ({ label: t(`shell.shortcuts.${command}`), keys: readable(shortcuts[command]) }))
  const groups = [
    { title: t('shell.shortcuts.groups.go'), rows: own('palette', 'switchConnection', 'goToAddress', 'filter', 'filterBar', 'back', 'forward', 'up', 'refresh', 'favourite') },
    {
      title: t('shell.shortcuts.groups.list'),
      rows: [
        { label: t('shell.shortcuts.open'), keys: 'Enter' },
        { label: t('shell.shortcuts.quickLook'), keys: 'Space' },
        { label: t('shell.shortcuts.move'), keys: '↑ ↓ PgUp PgDn Home End' },
        { label: t('shell.shortcuts.extend'), keys: shortcutText('Shift+↑ ↓', isMac) },
        { label: t('shell.shortcuts.toggle'), keys: shortcutText('Mod+Space', isMac) },
        { label: t('shell.shortcuts.selectAll'), keys: shortcutText('Mod+A', isMac) },
        { label: t('shell.shortcuts.typeAhead'), keys: t('shell.shortcuts.typeAheadKeys') },
        { label: t('shell.shortcuts.rename'), keys: 'F2' },
        { label: t('shell.shortcuts.clear'), keys: 'Esc' },
      ],
    },
    {
      title: t('shell.shortcuts.groups.objects'),
      rows: [
        ...own('uploadFiles', 'uploadFolder'),
        ...own('copy', 'cut', 'paste', 'duplicate', 'undo', 'download', 'edit', 'share', 'versions', 'newFolder', 'delete', 'properties'),
      ],
    },
    {
      title: t('shell.shortcuts.groups.tabs'),
      rows: [
        ...own('newTab', 'closeTab', 'reopenTab', 'nextTab', 'previousTab'),
        { label: t('shell.shortcuts.tabAt'), keys: shortcutText('Mod+1 … 9', isMac) },
        ...own('moveTabLeft', 'moveTabRight', 'dualPane', 'otherPane', 'swapPanes', 'alignPanes'),
      ],
    },
    { title: t('shell.shortcuts.groups.window'), rows: own('toggleSidebar', 'toggleInspector', 'toggleTransfers', 'bucketSettings', 'settings', 'help') },
  ]
  return (
    <Modal open centered width={720} title={t('shell.shortcuts.title')} footer={null} onCancel={onClose}>
      <div className="shortcut-groups">
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3 className="section-title">{title}</h3>
            <dl className="shortcuts">
              {rows.map(({ label, keys }) => (
                <Fragment key={label}>
                  <dt>{label}</dt>
                  <dd>
                    <kbd>{keys}</kbd>
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
