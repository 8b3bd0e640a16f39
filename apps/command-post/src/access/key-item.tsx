import type { KeyView } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import { governs } from './own-programs.ts'
import { useOperationsText } from './use-operations-text.ts'

import styles from './access.module.css'

type Props = { readonly entry: KeyView; readonly onRotate: (() => void) | undefined; readonly onRevoke: () => void }

export function KeyItem({ entry, onRotate, onRevoke }: Props) {
	const t = useTranslations()
	const { name, state } = entry
	return (
		<li className={styles.item} data-over={state !== 'active'}>
			<span className={styles.itemHead}>
				<bdi className={styles.strong}>{name}</bdi>
				{entry.madeBy?.ended && state === 'active' && <span className={styles.tag}>{t('apiKeys.makerEnded')}</span>}
				{state !== 'active' && <span className={styles.tag}>{t(`apiKeys.state.${state}`)}</span>}
			</span>
			<KeyFacts entry={entry} />
			{state === 'active' && (
				<span className={styles.itemActions}>
					{onRotate && (
						<Button size="row" label={t('access.of', { action: t('apiKeys.rotate'), name })} onPress={onRotate}>
							{t('apiKeys.rotate')}
						</Button>
					)}
					{governs(entry) ? (
						<span className={styles.hint}>{t('apiKeys.governs')}</span>
					) : (
						<Button size="row" look="danger" label={t('access.of', { action: t('apiKeys.revoke'), name })} onPress={onRevoke}>
							{t('apiKeys.revoke')}
						</Button>
					)}
				</span>
			)}
		</li>
	)
}

function useMaker(madeBy: KeyView['madeBy']): string | undefined {
	const t = useTranslations('audit')
	switch (madeBy?.credential) {
		case 'system':
			return t('system')
		case 'command line':
			return t('commandLine')
		default:
			return madeBy?.name ?? madeBy?.credential
	}
}

function KeyFacts({ entry }: { readonly entry: KeyView }) {
	const t = useTranslations()
	const operations = useOperationsText()
	const { role, organisation, clearance, kinds, submitKinds = kinds } = entry
	const named = (list: KeyView['kinds']) => {
		if (!list) return t('apiKeys.allKinds')
		return list.length === 0 ? t('apiKeys.nothing') : list.map((kind) => t(`kinds.${kind}`)).join(', ')
	}
	const says = role === 'observer' ? t('apiKeys.nothing') : named(submitKinds)
	return (
		<span className={styles.facts}>
			<span>{t(`roles.${role}`)}</span>
			{organisation !== undefined && <bdi>{organisation}</bdi>}
			<span>{t('persons.clearance', { level: t(`label.names.${clearance}`) })}</span>
			<span>{t('apiKeys.scope', { reads: named(kinds), says })}</span>
			<span>{operations(entry.operations)}</span>
			<Times entry={entry} />
		</span>
	)
}

function Times({ entry: { created, madeBy, lastUsed, expires, overlapUntil } }: { readonly entry: KeyView }) {
	const t = useTranslations('apiKeys')
	const name = useMaker(madeBy)
	const formats = useFormats()
	const now = useNow(10_000)
	return (
		<>
			<span>
				{name === undefined ? t('made', { time: formats.time(created, now) }) : t('madeBy', { time: formats.time(created, now), name })}
			</span>
			<span>{lastUsed === undefined ? t('neverUsed') : t('lastUsed', { time: formats.age(lastUsed, now) })}</span>
			{expires !== undefined && <span>{t('until', { time: formats.time(expires, now) })}</span>}
			{overlapUntil !== undefined && overlapUntil > now && (
				<span className={styles.amber}>{t('overlap', { time: formats.time(overlapUntil, now) })}</span>
			)}
		</>
	)
}
