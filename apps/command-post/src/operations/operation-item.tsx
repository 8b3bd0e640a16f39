import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { StatusTag } from '@lagebild/ui/status-tag.tsx'
import { useTranslations } from 'use-intl'

import { openOperation } from '../state/actions.ts'
import type { ListedOperation } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { Step } from './step-dialog.tsx'

import styles from './operations.module.css'

/** What this person may do with operations. */
export type May = { readonly lead: boolean; readonly administer: boolean }

type Props = {
	readonly operation: ListedOperation
	readonly may: May
	readonly shown: boolean
	readonly onEdit: () => void
	readonly onStep: (step: Step) => void
}

export function editId(id: string): string {
	return `edit-${id}`
}

export function OperationItem({ operation, may, shown, onEdit, onStep }: Props) {
	const t = useTranslations('operations')
	const { name, id, status, state, base } = operation
	return (
		<li className={styles.item} data-state={state} {...(shown && { 'aria-current': true })}>
			<div className={styles.itemHead}>
				<StatusTag status={status} />
				<h3>
					<bdi>{name}</bdi>
				</h3>
				<code className={styles.hint}>{id}</code>
				{shown && <span className={styles.shown}>{t('shown')}</span>}
			</div>
			<Facts operation={operation} />
			<div className={styles.itemActions}>
				{!base && (
					<Button
						size="row"
						look={state === 'open' && !shown ? 'primary' : 'default'}
						label={t('of', { action: t('show'), name })}
						onPress={() => openOperation(id, 'lage')}
					>
						{t(state === 'open' ? 'show' : 'read')}
					</Button>
				)}
				<Steps operation={operation} may={may} onEdit={onEdit} onStep={onStep} />
			</div>
		</li>
	)
}

function Facts({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('operations')
	const formats = useFormats()
	const now = useNow(10_000)
	const operations = usePicture((facts) => facts.operations)
	const { state, closed, closedBy, closedReason, active, viewers, bases } = operation
	const names = bases.map((id) => operations.find((one) => one.id === id)?.name ?? id).join(', ')
	return (
		<p className={styles.facts}>
			{closed !== undefined && (
				<span>
					{t(state === 'archived' ? 'archivedSince' : 'closedSince', { time: formats.time(closed, now), name: closedBy ?? t('someone') })}
				</span>
			)}
			{closedReason !== undefined && <span className={styles.reason}>{t('reason', { reason: closedReason })}</span>}
			{active !== undefined && state === 'open' && <span>{t('lastEntry', { time: formats.age(active, now) })}</span>}
			<span>{t('viewers', { count: viewers })}</span>
			{names !== '' && <span>{t('shows', { bases: names })}</span>}
		</p>
	)
}

type StepsProps = Pick<Props, 'operation' | 'may' | 'onEdit' | 'onStep'>

function Steps({ operation, may, onEdit, onStep }: StepsProps) {
	const t = useTranslations('operations')
	const { name, id, state } = operation
	const showing = usePicture((facts) => facts.operations)
		.filter((one) => one.state === 'open' && one.bases.includes(id))
		.map((one) => one.name)
	if (!may.lead) return null
	const button = (step: Step) => (
		<Button
			size="row"
			look={step === 'close' ? 'danger' : 'default'}
			label={t('of', { action: t(step), name })}
			onPress={() => onStep(step)}
		>
			{t(step)}
		</Button>
	)
	if (state === 'archived') return may.administer ? button('reopen') : <span className={styles.hint}>{t('onlyAdmin')}</span>
	if (state === 'closed')
		return (
			<>
				{button('reopen')}
				{may.administer ? button('archive') : <span className={styles.hint}>{t('onlyAdmin')}</span>}
			</>
		)
	return (
		<>
			<Button size="row" id={editId(id)} label={t('of', { action: t('edit'), name })} onPress={onEdit}>
				{t('edit')}
			</Button>
			{showing.length === 0 ? button('close') : <span className={styles.hint}>{t('inUse', { names: showing.join(', ') })}</span>}
		</>
	)
}
