import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import type { Statement } from '../api/statements.ts'
import { useScene } from '../orders/use-scene.ts'
import { useRefusalWords } from '../sayings/use-what.ts'
import { select, setView } from '../state/actions.ts'
import { isReplay } from '../state/live.ts'
import { notify } from '../state/notices.ts'
import { usePicture } from '../state/react.ts'
import { sayNow } from '../state/sayings.ts'
import type { Outcome } from '../state/sayings.ts'
import { store } from '../state/store.ts'
import { decide, decidePlace, faultsOf, isPlaceNewer, meanwhile } from './draft.ts'
import type { DraftFaults, EditDraft, NewerValue } from './draft.ts'
import { EDIT_FIELDS } from './fields.ts'
import { closeEdit } from './open.ts'
import { statementsOf } from './statements.ts'
import type { Clock } from './values.ts'

const NO_FAULTS: DraftFaults = { fields: new Map() }

export type Editor = ReturnType<typeof useEditor>

/** A form while it is filled in; what the picture learns meanwhile is compared with it at every step. */
export function useEditor(held: EditDraft) {
	const t = useTranslations('edit')
	const { source, timeZone } = useScene()
	const row = usePicture(({ content }) => (held.entity === undefined ? undefined : content.things.get(held.entity)?.row))
	const [tried, setTried] = useState(false)
	const clock = { now: store.getState().now, timeZone }
	const { draft, newer } = row ? meanwhile(held, row, clock) : { draft: held, newer: NOTHING_NEWER }
	const placeNewer = row !== undefined && isPlaceNewer(draft, row)
	const { busy, problem, setProblem, send } = useSending(draft)
	const change = (next: Partial<EditDraft>) => {
		setProblem(undefined)
		setView({ edit: { ...draft, ...next } })
	}
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (busy) return
		const found = problemOf({ draft, clock, undecided: newer.length > 0 || placeNewer })
		if (found) return setProblem(t(found))
		const statements = statementsOf(draft, source, clock)
		if (statements.length === 0) return setProblem(t('nothing'))
		void send(statements)
	}
	return {
		draft,
		row,
		newer,
		placeNewer,
		busy,
		problem,
		faults: tried ? faultsOf(draft, clock) : NO_FAULTS,
		change,
		type: (field: string, text: string) => change({ fields: { ...draft.fields, [field]: text } }),
		settle: (value: NewerValue, mine: boolean) => setView({ edit: decide(draft, value, mine) }),
		settlePlace: (known: Row, mine: boolean) => setView({ edit: decidePlace(draft, known, mine) }),
		submit,
	}
}

const NOTHING_NEWER: readonly NewerValue[] = []

type Asked = { readonly draft: EditDraft; readonly clock: Clock; readonly undecided: boolean }

function problemOf({ draft, clock, undecided }: Asked): 'decideFirst' | 'open' | undefined {
	if (undecided) return 'decideFirst'
	const { fields, sketch } = faultsOf(draft, clock)
	return fields.size > 0 || sketch !== undefined ? 'open' : undefined
}

/** The name as it was typed. */
function nameOf({ kind, fields }: EditDraft): string {
	return fields[EDIT_FIELDS[kind][0]?.field ?? '']?.trim() ?? ''
}

function useSending(draft: EditDraft) {
	const t = useTranslations('edit')
	const refusal = useRefusalWords()
	const [busy, setBusy] = useState(false)
	const [problem, setProblem] = useState<string>()
	const told = (outcome: Outcome, name: string) => {
		if (outcome === 'waiting' || outcome === 'not-stored') return notify(t('waits', { name }))
		notify(t(draft.entity === undefined ? 'created' : 'changed', { name }))
	}
	const send = async (statements: readonly Statement[]) => {
		setBusy(true)
		const outcome = await sayNow(draft.operation, statements)
		setBusy(false)
		if (typeof outcome === 'object') return setProblem(refusal(outcome))
		closeEdit()
		told(outcome, nameOf(draft))
		const [first] = statements
		if (first && outcome === undefined) selectWhenThere(first.entity)
	}
	const locked = usePicture(isReplay)
	return { busy: busy || locked, problem, setProblem, send }
}

const PATIENCE_MS = 3_000

/** Opens it once the picture has it, unless somebody opened another thing meanwhile. */
function selectWhenThere(id: EntityId): void {
	const before = store.getState().route.selected
	const look = () => {
		const { content, route, view } = store.getState()
		if (route.selected !== before || view.edit) return stop()
		if (!content.things.has(id)) return
		stop()
		select(id)
	}
	const off = store.subscribe(look)
	const timer = setTimeout(off, PATIENCE_MS)
	const stop = () => {
		clearTimeout(timer)
		off()
	}
	look()
}
