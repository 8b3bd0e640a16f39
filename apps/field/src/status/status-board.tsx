import { Fms } from '@lagebild/model/fms.ts'
import type { FmsOverlay } from '@lagebild/model/fms.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { classes } from '@lagebild/ui/classes.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useCallWords, useStatusWords } from '../outbox/use-what.ts'
import { saidAt } from '../picture/unit-picture.ts'
import { patching } from '../say/saying.ts'
import { operationOf } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'
import { say } from '../state/sayings.ts'
import { useRest } from '../state/use-rest.ts'
import { nextStatus, STATUSES } from './next.ts'
import { isOpen, newestSaid } from './standing.ts'
import { StatusFate } from './status-fate.tsx'

import styles from './status.module.css'

/** The statuses as large buttons: what is now, what comes next, what waits. One press says it. */
export function StatusBoard({ hasOrder }: { readonly hasOrder: boolean }) {
	const t = useTranslations('status')
	const unit = useFacts(({ picture }) => picture.unit)
	if (!unit) return <p className={styles.none}>{t('noUnit')}</p>
	return (
		<section className={styles.board} aria-label={t('title')}>
			<Now unit={unit} />
			<fieldset className={styles.grid} aria-label={t('choose')}>
				{STATUSES.slice(0, 4).map((fms) => (
					<StatusButton key={fms} fms={fms} unit={unit} hasOrder={hasOrder} />
				))}
				<CallButton call={5} unit={unit} />
				{STATUSES.slice(4).map((fms) => (
					<StatusButton key={fms} fms={fms} unit={unit} hasOrder={hasOrder} />
				))}
				<CallButton call={0} unit={unit} />
			</fieldset>
		</section>
	)
}

function Now({ unit }: { readonly unit: RowOf<'unit'> }) {
	const t = useTranslations('status')
	const { span } = useFormats()
	const now = useFacts((facts) => facts.now)
	const { fms } = unit.fields
	return (
		<div className={styles.now}>
			<h2>{t('title')}</h2>
			{fms ? (
				<span className={styles.since}>
					{t('now', { fms })}, {t('since', { span: span(now - saidAt(unit, 'fms')) })}
				</span>
			) : (
				<span className={styles.since}>{t('none')}</span>
			)}
			<StatusFate unit={unit} />
		</div>
	)
}

type StatusProps = { readonly fms: (typeof STATUSES)[number]; readonly unit: RowOf<'unit'>; readonly hasOrder: boolean }

function StatusButton({ fms, unit, hasOrder }: StatusProps) {
	const words = useStatusWords()
	const scheme = useFacts((facts) => facts.fms)
	const waits = useFacts(({ said }) => waitingStatus(newestSaid(said, unit.id, 'fms')) === fms)
	const isNow = unit.fields.fms === fms
	const isNext = nextStatus({ fms: unit.fields.fms, hasOrder, unit: unit.fields, scheme }) === fms
	return (
		<button
			type="button"
			className={classes(styles.button, isNext && styles.next, waits && styles.waits)}
			aria-pressed={isNow}
			onClick={() => state(unit, { fms })}
		>
			<span className={styles.digit}>{fms}</span>
			<span className={styles.word}>{words(fms)}</span>
		</button>
	)
}

function waitingStatus(newest: ReturnType<typeof newestSaid>): Fms | undefined {
	const read = Fms.safeParse(newest?.value)
	return newest && isOpen(newest.item) && read.success ? read.data : undefined
}

/** 5 and 0 lie over the status: pressed again they are taken back. */
function CallButton({ call, unit }: { readonly call: FmsOverlay; readonly unit: RowOf<'unit'> }) {
	const t = useTranslations('status')
	const words = useCallWords()
	const { once } = useRest()
	const said = useFacts((facts) => facts.said)
	const own = newestSaid(said, unit.id, 'overlay')
	const waits = own !== undefined && isOpen(own.item)
	const called = (waits ? own.value : unit.fields.overlay) === call
	return (
		<button
			type="button"
			className={classes(styles.button, styles.call, call === 0 && styles.wide, waits && own.value === call && styles.waits)}
			aria-pressed={called}
			onClick={() => once(() => state(unit, { overlay: called ? null : call }))}
		>
			<span className={styles.digit}>{call}</span>
			<span className={styles.word}>{called ? `${words(call)}, ${t('callOn')}` : words(call)}</span>
		</button>
	)
}

function state({ id }: RowOf<'unit'>, payload: Readonly<Record<string, unknown>>): void {
	const operation = operationOf(id)
	if (operation !== undefined) void say(operation, [patching('unit', id, payload)])
}
