import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import type { Refusal } from '../api/operations.ts'
import { say } from '../api/say.ts'
import type { Statement } from '../api/statements.ts'
import { RefusalText } from '../operations/refusal-text.tsx'
import { useSaying } from '../same/use-saying.ts'
import { titleOf } from '../select/names.ts'
import { isOpenOrder } from '../select/orders.ts'
import type { OrderView } from '../select/orders.ts'
import { thingOf } from '../select/visible.ts'
import { notify } from '../state/notices.ts'
import { store } from '../state/store.ts'
import { compose } from './compose.ts'
import { nameOfOrder } from './order-name.ts'
import { RadioDialog } from './radio-dialog.tsx'
import { noting, reminding } from './speak.ts'
import { useScene } from './use-scene.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'

import styles from './orders.module.css'

/** What the staff can do with an order, by how it stands. */
export function TaskActions({ view }: { readonly view: OrderView }) {
	const t = useTranslations('orders')
	const [dialog, setDialog] = useState<Dialog>()
	const { row, conflict, state } = view
	const close = () => setDialog(undefined)
	return (
		<div className={styles.actions}>
			{conflict?.staffKnows === false && <NoteButton view={view} />}
			{state === 'asked' && (
				<Button look="primary" onPress={() => compose(grantOf(view))}>
					{t('grant')}
				</Button>
			)}
			<Course view={view} onDialog={setDialog} />
			{dialog === 'withdraw' && <WithdrawDialog row={row} onDone={close} />}
			{dialog === 'radio' && <RadioDialog view={view} onDone={close} />}
		</div>
	)
}

type Dialog = 'withdraw' | 'radio'

/** What is possible while it is not over. */
function Course({ view, onDialog }: { readonly view: OrderView; readonly onDialog: (dialog: Dialog) => void }) {
	const t = useTranslations('orders')
	const open = isOpenOrder(view)
	const active = open || view.state === 'refused'
	return (
		<>
			{active && <Button onPress={() => compose({ task: view.row.id })}>{t('change')}</Button>}
			{view.state !== 'asked' && view.state !== 'draft' && <Button onPress={() => onDialog('radio')}>{t('byRadio')}</Button>}
			{open && <RemindButton view={view} />}
			{active && (
				<Button look="danger" onPress={() => onDialog('withdraw')}>
					{t('withdraw')}
				</Button>
			)}
		</>
	)
}

/** What was asked for becomes an order for somebody else, which is about it. */
function grantOf({ row }: OrderView) {
	return { about: row.id, ...(row.fields.order && { order: row.fields.order }) }
}

function sayOf(view: OrderView, statement: Statement): Promise<Refusal> {
	const operation = thingOf(store.getState().content, view.row.id)?.operation
	return operation === undefined ? Promise.resolve(undefined) : say(operation, [statement])
}

function NoteButton({ view }: { readonly view: OrderView }) {
	const t = useTranslations('orders')
	const { refusal, busy, enter } = useSaying(() => notify(t('noted')))
	const press = () => {
		const statement = noting(view.row)
		if (statement) void enter(() => sayOf(view, statement))
	}
	return (
		<>
			<Button look="primary" isDisabled={busy} onPress={press}>
				{t('note')}
			</Button>
			<RefusalText refusal={refusal} />
		</>
	)
}

function RemindButton({ view }: { readonly view: OrderView }) {
	const t = useTranslations('orders')
	const { source, issuer } = useScene()
	const { refusal, busy, enter } = useSaying(() => notify(t('reminded')))
	const press = () => {
		const { content } = store.getState()
		const to = view.recipients.map((id) => {
			const thing = thingOf(content, id)
			return thing ? titleOf(thing.row) : id
		})
		const text = t('reminderText', { name: nameOfOrder(view.row, t), order: (view.row.fields.order ?? '').slice(0, 400) })
		const said = { text, to: to.length > 0 ? to : [view.row.fields.unit ?? ''], priority: view.row.fields.priority ?? 'einfach' }
		void enter(() => sayOf(view, reminding(view.row, said, { source, issuer })))
	}
	return (
		<>
			<Button isDisabled={busy} onPress={press}>
				{t('remind')}
			</Button>
			<RefusalText refusal={refusal} />
		</>
	)
}
