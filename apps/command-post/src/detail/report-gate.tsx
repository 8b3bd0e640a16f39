import { mayDo } from '@lagebild/model/access/roles.ts'
import { GateState } from '@lagebild/model/kinds/facility.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { say } from '../api/say.ts'
import { stating } from '../api/statements.ts'
import { SelectInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { useSaying } from '../same/use-saying.ts'
import { gateView } from '../select/gates.ts'
import type { GateRow } from '../select/gates.ts'
import { titleOf } from '../select/names.ts'
import { rawThingNow } from '../select/now.ts'
import type { Facts } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

import form from '../operations/operations.module.css'

function mayReport({ session, replay }: Facts): boolean {
	return replay === undefined && session.state === 'in' && session.grant.rank === 'person' && mayDo(session.grant.role, 'facility', 'patch')
}

/** What somebody at the gate says by radio or telephone: the human word beside the sensor's, also of a gate in a base. */
export function ReportGate({ row }: { readonly row: GateRow }) {
	const t = useTranslations('gateReport')
	const [open, setOpen] = useState(false)
	const may = usePicture(mayReport)
	if (!may) return null
	return (
		<div>
			<Button size="row" onPress={() => setOpen(true)}>
				{t('open')}
			</Button>
			<ModalDialog label={t('title', { name: titleOf(row) })} open={open} onClose={() => setOpen(false)}>
				<ReportForm row={row} onDone={() => setOpen(false)} />
			</ModalDialog>
		</div>
	)
}

function ReportForm({ row, onDone }: { readonly row: GateRow; readonly onDone: () => void }) {
	const t = useTranslations('gateReport')
	const words = useTranslations('words.gate')
	const holder = usePicture((facts) => rawThingNow(facts, row.id)?.operation)
	const [gate, setGate] = useState<GateState>(() => gateView(row).person?.state ?? 'closed')
	const { refusal, busy, enter } = useSaying(onDone)
	const submit = (event: FormEvent) => {
		event.preventDefault()
		if (holder !== undefined) void enter(() => say(holder, [stating({ kind: 'facility', entity: row.id, payload: { gate } })]))
	}
	return (
		<form className={form.form} onSubmit={submit} noValidate>
			<h2>{t('title', { name: titleOf(row) })}</h2>
			<p>{t('text')}</p>
			<SelectInput label={t('state')} value={gate} options={GateState.options.map((id) => ({ id, label: words(id) }))} onChange={setGate} />
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
