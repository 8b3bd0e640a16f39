import type { KeyView } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { keys, revokeKey } from './api.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { KeyItem } from './key-item.tsx'
import { Listing, Section } from './listing.tsx'
import { isOwnProgram } from './own-programs.ts'
import type { TabProps } from './people-tab.tsx'
import { RotateKeyDialog } from './rotate-key-dialog.tsx'
import { useRemote } from './use-remote.ts'
import type { Remote } from './use-remote.ts'

import styles from './access.module.css'

const RENEW_MS = 10_000

/** Keys of programs: what each may, when it was last used, renewing and revoking. */
export function KeysTab({ grant, operation }: TabProps) {
	const t = useTranslations('apiKeys')
	const sources = useTranslations('sources')
	const remote = useRemote(keys, RENEW_MS)
	const wish = usePicture(({ view }) => view.keys)
	const [creating, setCreating] = useState(wish?.create !== undefined)
	const [rotating, setRotating] = useState<KeyView>()
	const [revoking, setRevoking] = useState<KeyView>()
	const done = () => {
		setCreating(false)
		if (wish?.create !== undefined) setView({ keys: { role: wish.role } })
		setRotating(undefined)
		setRevoking(undefined)
		void remote.reload()
	}
	return (
		<>
			<Section
				title={t('title')}
				action={
					<Button look="primary" onPress={() => setCreating(true)}>
						<KeyRound size={16} aria-hidden />
						{t('create')}
					</Button>
				}
			>
				{wish && (
					<Notice
						title={sources('onlyIntegrators')}
						action={<Button onPress={() => setView({ keys: undefined })}>{sources('allRoles')}</Button>}
					/>
				)}
				<Listing remote={ofRole(narrowed(remote, false), wish?.role)} empty={<Notice title={t('none')}>{t('noneText')}</Notice>}>
					{(items) => <Keys items={items} onRotate={setRotating} onRevoke={setRevoking} />}
				</Listing>
				<CreateKeyDialog open={creating} name={wish?.create} giver={grant} operation={operation} onClose={done} />
				<RotateKeyDialog entry={rotating} onClose={done} />
				<RevokeDialog entry={revoking} onClose={() => setRevoking(undefined)} onDone={done} />
			</Section>
			{remote.value?.some(isOwnProgram) && (
				<Section title={t('own')} text={t('ownText')}>
					<Listing remote={narrowed(remote, true)} empty={null}>
						{(items) => <Keys items={items} onRevoke={setRevoking} />}
					</Listing>
				</Section>
			)}
		</>
	)
}

function narrowed(remote: Remote<readonly KeyView[]>, own: boolean): Remote<readonly KeyView[]> {
	return { ...remote, value: remote.value?.filter((key) => isOwnProgram(key) === own) }
}

function ofRole(remote: Remote<readonly KeyView[]>, role: KeyView['role'] | undefined): Remote<readonly KeyView[]> {
	return role === undefined ? remote : { ...remote, value: remote.value?.filter((key) => key.role === role) }
}

type KeysProps = {
	readonly items: readonly KeyView[]
	/** Absent: programs of this machine get a new one at their start, and cannot be told another. */
	readonly onRotate?: (entry: KeyView) => void
	readonly onRevoke: (entry: KeyView) => void
}

function Keys({ items, onRotate, onRevoke }: KeysProps) {
	const t = useTranslations('apiKeys')
	const [gone, setGone] = useState(false)
	return (
		<>
			<ul className={styles.list}>
				{items
					.filter(({ state }) => gone || state === 'active')
					.map((entry) => (
						<KeyItem key={entry.id} entry={entry} onRotate={onRotate && (() => onRotate(entry))} onRevoke={() => onRevoke(entry)} />
					))}
			</ul>
			{items.some(({ state }) => state !== 'active') && (
				<Checkbox checked={gone} onChange={setGone}>
					{t('showGone')}
				</Checkbox>
			)}
		</>
	)
}

type RevokeProps = { readonly entry: KeyView | undefined; readonly onClose: () => void; readonly onDone: () => void }

function RevokeDialog({ entry, onClose, onDone }: RevokeProps) {
	const t = useTranslations('apiKeys')
	const wish = entry && {
		title: t('revokeTitle', { name: entry.name }),
		text: t(isOwnProgram(entry) ? 'ownRevokeText' : 'revokeText'),
		submit: t('revokeSubmit'),
		typed: entry.name,
		work: () => revokeKey(entry.id),
	}
	return <ConfirmDialog wish={wish} onClose={onClose} onDone={onDone} />
}
