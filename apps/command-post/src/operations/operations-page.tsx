import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { FrozenStripe, Notice } from '@lagebild/ui/notice.tsx'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { openOperation } from '../state/actions.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { renewOperations } from '../state/session.ts'
import { OperationForm } from './operation-form.tsx'
import { editId, OperationItem } from './operation-item.tsx'
import type { May } from './operation-item.tsx'
import { StepDialog } from './step-dialog.tsx'
import type { StepWish } from './step-dialog.tsx'

import styles from './operations.module.css'

const CREATE_ID = 'create-operation'
const RENEW_MS = 10_000

type Mode = { readonly type: 'list' } | { readonly type: 'create' } | { readonly type: 'edit'; readonly id: OperationId }

/** Who follows what, and when something was last said: no message tells that. */
function followList(): () => void {
	void renewOperations()
	const timer = setInterval(() => void renewOperations(), RENEW_MS)
	return () => clearInterval(timer)
}

function mayOf({ role }: Grant): May {
	return { lead: hasDuty(role, 'operations.open'), administer: hasDuty(role, 'operations.archive') }
}

/** Choose an operation, open a new one, change, close, reopen, archive. */
export function OperationsPage({ grant, current }: { readonly grant: Grant; readonly current: ListedOperation | undefined }) {
	const [mode, setMode] = useState<Mode>({ type: 'list' })
	const operations = usePicture((facts) => facts.operations)
	const timeZone = usePicture(({ config }) => config?.timeZone ?? 'Europe/Berlin')
	const frozen = useFrozenText()
	const back = useFocusBack()
	useEffect(followList, [])
	const done = (opened?: OperationId) => {
		if (mode.type !== 'list') back(mode.type === 'create' ? CREATE_ID : editId(mode.id))
		setMode({ type: 'list' })
		if (opened !== undefined) openOperation(opened, 'lage')
	}
	const edited = mode.type === 'edit' ? operations.find(({ id }) => id === mode.id) : undefined
	return (
		<main id={CENTRE_ID} className={styles.page} data-region tabIndex={-1}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			<div className={styles.column}>
				{mode.type === 'list' || (mode.type === 'edit' && !edited) ? (
					<Lists grant={grant} current={current} onMode={setMode} />
				) : (
					<OperationForm operation={edited} timeZone={timeZone} onDone={done} />
				)}
			</div>
		</main>
	)
}

/** After a form the focus returns to the button that opened it, once that is there again. */
function useFocusBack(): (id: string) => void {
	const wanted = useRef<string>(undefined)
	useEffect(() => {
		if (wanted.current === undefined) return
		document.querySelector<HTMLElement>(`#${CSS.escape(wanted.current)}`)?.focus()
		wanted.current = undefined
	})
	return (id) => {
		wanted.current = id
	}
}

type ListsProps = { readonly grant: Grant; readonly current: ListedOperation | undefined; readonly onMode: (mode: Mode) => void }

function Lists({ grant, current, onMode }: ListsProps) {
	const t = useTranslations('operations')
	const operations = usePicture((facts) => facts.operations)
	const [archived, setArchived] = useState(current?.state === 'archived')
	const [wish, setWish] = useState<StepWish>()
	const may = mayOf(grant)
	const own = operations.filter(({ base }) => !base)
	const of = (state: ListedOperation['state']) => own.filter((one) => one.state === state).toSorted(newestFirst)
	const common = { may, current, onMode, onWish: setWish }
	const mayCreate = may.lead && grant.operations === 'all'
	return (
		<>
			<Head grant={grant} mayCreate={mayCreate} onCreate={() => onMode({ type: 'create' })} />
			<Section title={t('open')} operations={of('open')} {...common}>
				<Notice title={t('noneOpen')}>{t(mayCreate ? 'noneOpenCreate' : 'noneOpenText')}</Notice>
			</Section>
			<Section title={t('closed')} operations={of('closed')} {...common} />
			<Section
				title={t('bases')}
				text={t('basesText')}
				operations={operations.filter(({ base, state }) => base && state !== 'archived')}
				{...common}
			/>
			<Checkbox checked={archived} onChange={setArchived}>
				{t('showArchived')}
			</Checkbox>
			{archived && (
				<Section title={t('archived')} operations={operations.filter(({ state }) => state === 'archived')} {...common}>
					<p className={styles.hint}>{t('noArchived')}</p>
				</Section>
			)}
			<StepDialog wish={wish} onDone={() => setWish(undefined)} />
		</>
	)
}

function newestFirst(a: ListedOperation, b: ListedOperation): number {
	return (b.active ?? 0) - (a.active ?? 0)
}

function Head({ grant, mayCreate, onCreate }: { readonly grant: Grant; readonly mayCreate: boolean; readonly onCreate: () => void }) {
	const t = useTranslations()
	const leads = mayOf(grant).lead
	return (
		<div className={styles.head}>
			<h2>{t('operations.page')}</h2>
			{mayCreate && (
				<Button look="primary" size="main" id={CREATE_ID} onPress={onCreate}>
					{t('operations.create')}
				</Button>
			)}
			{!leads && <p className={styles.hint}>{t('operations.mayNot', { role: t(`roles.${grant.role}`) })}</p>}
			{leads && !mayCreate && <p className={styles.hint}>{t('operations.mayNotCreate')}</p>}
		</div>
	)
}

type SectionProps = {
	readonly title: string
	readonly text?: string
	readonly operations: readonly ListedOperation[]
	readonly may: May
	readonly current: ListedOperation | undefined
	readonly onMode: (mode: Mode) => void
	readonly onWish: (wish: StepWish) => void
	/** What stands there when there is none; without it the section is left out. */
	readonly children?: React.ReactNode
}

function Section({ title, text, operations, may, current, onMode, onWish, children }: SectionProps) {
	if (operations.length === 0 && children === undefined) return null
	return (
		<section className={styles.section} aria-label={title}>
			<h3 className={styles.title}>{title}</h3>
			{text !== undefined && <p className={styles.hint}>{text}</p>}
			{operations.length === 0 && children}
			<ul className={styles.list}>
				{operations.map((operation) => (
					<OperationItem
						key={operation.id}
						operation={operation}
						may={may}
						shown={operation.id === current?.id}
						onEdit={() => onMode({ type: 'edit', id: operation.id })}
						onStep={(step) => onWish({ step, operation })}
					/>
				))}
			</ul>
		</section>
	)
}
