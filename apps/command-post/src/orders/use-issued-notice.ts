import type { OperationId } from '@lagebild/model/ids.ts'
import { useTranslations } from 'use-intl'

import { stating } from '../api/statements.ts'
import { goTo, select } from '../state/actions.ts'
import { notify } from '../state/notices.ts'
import { sayEach } from './issue.ts'
import type { Said } from './issue.ts'
import { useScene } from './use-scene.ts'

type Told = { readonly taken: readonly Said[]; readonly isChange: boolean; readonly waits: boolean }

/** Says at the edge of the screen what was issued, and for ten seconds takes it back with a press. */
export function useIssuedNotice(): (told: Told) => void {
	const t = useTranslations('orders')
	const { operation } = useScene()
	return ({ taken, isChange, waits }) => {
		const numbers = taken.map(({ statement }) => textIn(statement.payload?.['number'])).join(', ')
		const text = isChange ? t('changed') : t('issued', { count: taken.length, numbers })
		const [first] = taken
		notify(`${text}${waits ? `, ${t('inOutbox')}` : ''}`, [
			...(isChange || operation === undefined
				? []
				: [{ label: t('undo'), run: () => takeBack(operation, taken, t('undoReason')), undo: true }]),
			...(first && !waits && !isChange ? [{ label: t('look'), run: () => show(first) }] : []),
		])
	}
}

function show({ statement }: Said): void {
	goTo('auftraege')
	select(statement.entity)
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : ''
}

/** An order that is out is withdrawn, never erased; one that still waits in the queue is followed there by its withdrawal. */
function takeBack(operation: OperationId, taken: readonly Said[], reason: string): void {
	const statements = taken.map(({ statement: { entity } }) =>
		stating({ kind: 'task', entity, payload: { command: { version: 1, state: 'withdrawn', reason } } }),
	)
	void sayEach(operation, statements)
}
