import { useEffect, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import type { Statement } from '../api/statements.ts'
import { titleOf } from '../select/names.ts'
import { ordersNow } from '../select/now.ts'
import { nextNumber } from '../select/orders.ts'
import type { OrderRow } from '../select/orders.ts'
import { thingOf } from '../select/visible.ts'
import { setView } from '../state/actions.ts'
import type { ComposeWish } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { assigning } from './assign.ts'
import { keepDraft, keptDraft } from './draft-store.ts'
import { begunWith, draftOf, faultsOf } from './draft.ts'
import type { DraftFault, OrderDraft } from './draft.ts'
import { isWaiting, recipientOf, refusedOf, sayEach } from './issue.ts'
import type { Said } from './issue.ts'
import { useRefusedText } from './refused-text.ts'
import { changing, issuing } from './speak.ts'
import { useIssuedNotice } from './use-issued-notice.ts'
import { useScene } from './use-scene.ts'

const NO_FAULTS: ReadonlySet<DraftFault> = new Set()

export type ComposerState = ReturnType<typeof useComposer>

/** An order while it is written: kept with every letter, said with one press. */
export function useComposer(wish: ComposeWish, row: OrderRow | undefined) {
	const scene = useScene()
	const { operation = '', timeZone } = scene
	const [draft, setDraft] = useState(() => (row ? draftOf(row, timeZone) : begunWith(keptDraft(operation), wish)))
	const [tried, setTried] = useState(false)
	const { busy, refusals, send } = useSending(row)
	const locked = usePicture(isReplay)
	useEffect(() => {
		if (!row) keepDraft(operation, draft)
	}, [draft, operation, row])
	const change = (next: Partial<OrderDraft>) => setDraft((before) => ({ ...before, ...next }))
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!busy && !locked && faultsOf(draft, store.getState().now, timeZone).size === 0) void send(draft, change)
	}
	const discard = () => {
		if (!row) keepDraft(operation, undefined)
		setView({ compose: undefined })
	}
	const faults = tried ? faultsOf(draft, store.getState().now, timeZone) : NO_FAULTS
	return { draft, change, submit, discard, busy: busy || locked, faults, refusals, timeZone }
}

function useSending(row: OrderRow | undefined) {
	const t = useTranslations('orders')
	const { operation, ...giver } = useScene()
	const [busy, setBusy] = useState(false)
	const [refusals, setRefusals] = useState<readonly string[]>([])
	const refusedText = useRefusedText()
	const told = useIssuedNotice()
	const send = async (draft: OrderDraft, change: (next: Partial<OrderDraft>) => void) => {
		if (operation === undefined) return
		setBusy(true)
		const said = await sayEach(
			row ? (thingOf(store.getState().content, row.id)?.operation ?? operation) : operation,
			statementsOf(draft, row, giver),
		)
		setBusy(false)
		const refused = said.filter((one) => refusedOf(one))
		setRefusals(refused.map((one) => textOf(one)))
		const taken = said.filter((one) => !refused.includes(one))
		if (taken.length > 0) told({ taken, isChange: row !== undefined, waits: taken.some(isWaiting) })
		if (refused.length > 0) return change({ recipients: refused.flatMap((one) => recipientOf(one) ?? draft.recipients) })
		if (!row) keepDraft(operation, undefined)
		if (draft.section !== undefined) void sayEach(operation, assigning(store.getState().content.things, draft.recipients, draft.section))
		setView({ compose: undefined, marked: undefined })
	}
	const textOf = (one: Said) => {
		const refused = refusedOf(one)
		return refused ? refusedText(refused, one.statement) : t('refused')
	}
	return { busy, refusals, send }
}

type Giver = Omit<ReturnType<typeof useScene>, 'operation'>

function statementsOf(draft: OrderDraft, row: OrderRow | undefined, giver: Giver): readonly Statement[] {
	const facts = store.getState()
	const clock = { ...giver, now: facts.now }
	if (row) return [changing(row, draft, clock)]
	const first = nextNumber(ordersNow(facts).views)
	return draft.recipients.map((id, at) => {
		const thing = thingOf(facts.content, id)
		return issuing(draft, { id, name: thing ? titleOf(thing.row) : id }, { ...clock, number: first + at })
	})
}
