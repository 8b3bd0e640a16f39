import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Stage } from '@lagebild/model/gauge.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { say } from '../api/say.ts'
import { stating } from '../api/statements.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { useSaying } from '../same/use-saying.ts'
import { declaredStage } from '../select/declared-stage.ts'
import type { GaugeView, stageProposal } from '../select/gauges.ts'
import { titleOf } from '../select/names.ts'
import { rawThingNow } from '../select/now.ts'
import type { Facts } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'

import form from '../operations/operations.module.css'
import styles from './gauges.module.css'

type Props = {
	readonly row: GaugeView['row']
	readonly stages: readonly Stage[]
	readonly proposal: ReturnType<typeof stageProposal>
}

/** Whoever leads, here or by a function in the operation that holds the gauge. */
function mayDeclare({ session, operations, replay }: Facts, holder: string | undefined): boolean {
	const operation = operations.find(({ id }) => id === holder)
	return (
		replay === undefined && session.state === 'in' && hasDutyIn(session.grant, 'stage.declare', { functions: operation?.functions ?? [] })
	)
}

/** The picture proposes; a person with that duty declares, in their own name and with the reason. */
export function DeclareStage(props: Props) {
	const t = useTranslations('stage')
	const [open, setOpen] = useState(false)
	const may = usePicture((facts) => mayDeclare(facts, rawThingNow(facts, props.row.id)?.operation))
	const isDeclared = declaredStage(props.row) !== undefined
	if (!may) return <p className={styles.muted}>{t('rule')}</p>
	return (
		<div>
			<Button look="primary" onPress={() => setOpen(true)}>
				{t(isDeclared ? 'change' : 'declare')}
			</Button>
			<ModalDialog label={t('title', { name: titleOf(props.row) })} open={open} onClose={() => setOpen(false)}>
				<DeclareForm {...props} onDone={() => setOpen(false)} />
			</ModalDialog>
		</div>
	)
}

const NONE = 'none'

function DeclareForm({ row, stages, proposal, onDone }: Props & { readonly onDone: () => void }) {
	const t = useTranslations('stage')
	const holder = usePicture((facts) => rawThingNow(facts, row.id)?.operation)
	const [{ stage, reason }, setSaid] = useState({ stage: proposal ? String(proposal.stage.stage) : NONE, reason: '' })
	const [tried, setTried] = useState(false)
	const { refusal, busy, enter } = useSaying(onDone)
	const noReason = reason.trim() === ''
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (noReason || holder === undefined) return
		const payload = { stage: stage === NONE ? null : Number(stage), stageReason: reason.trim() }
		const statement = stating({ kind: 'sensor', version: KIND_TRAITS.sensor.version, entity: row.id, payload })
		void enter(() => say(holder, [statement]))
	}
	return (
		<form className={form.form} onSubmit={submit} noValidate>
			<h2>{t('title', { name: titleOf(row) })}</h2>
			<p>{t('text')}</p>
			<Before row={row} />
			<SelectInput
				label={t('stage')}
				value={stage}
				options={useOptions(stages, proposal)}
				onChange={(next) => setSaid({ stage: next, reason })}
			/>
			<TextInput
				label={t('reason')}
				hint={t('reasonHint')}
				value={reason}
				onChange={(text) => setSaid({ stage, reason: text })}
				fault={tried && noReason ? t('reasonMissing') : undefined}
				max={300}
			/>
			<RefusalText refusal={refusal} />
			<div className={form.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('go')}
				</Button>
				<Button size="main" onPress={onDone}>
					{t('cancel')}
				</Button>
			</div>
		</form>
	)
}

function useOptions(stages: readonly Stage[], proposal: Props['proposal']) {
	const t = useTranslations('stage')
	const formats = useFormats()
	const named = stages.map(({ stage, from }) => {
		const text = t('option', { stage, from: formats.figure(from, 2) })
		return { id: String(stage), label: proposal?.stage.stage === stage ? t('optionProposed', { option: text }) : text }
	})
	return [{ id: NONE, label: t('none') }, ...named]
}

/** What holds until then, so that nobody puts right what they have not read. */
function Before({ row }: Pick<Props, 'row'>) {
	const t = useTranslations('stage')
	const formats = useFormats()
	const now = useNow(10_000)
	const said = declaredStage(row)
	if (!said) return null
	const what = said.stage === null ? t('none') : t('short', { stage: said.stage })
	return <p className={form.hint}>{t('before', { what, time: formats.time(said.at, now), name: said.by ?? t('somebody') })}</p>
}
