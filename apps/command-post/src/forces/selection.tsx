import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { compose, mayOrder } from '../orders/compose.ts'
import { titleOf } from '../select/names.ts'
import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { mayAssign } from './may-assign.ts'

import styles from './selection.module.css'

const NOBODY: ReadonlySet<EntityId> = new Set()

export function useMarked(): ReadonlySet<EntityId> {
	return usePicture(({ view }) => view.marked ?? NOBODY)
}

export function mark(id: EntityId, marked: boolean): void {
	const next = new Set(store.getState().view.marked)
	if (marked) next.add(id)
	else next.delete(id)
	setView({ marked: next })
}

/** What is selected and what can be done with it, with the keys for it. */
export function SelectionBar() {
	const t = useTranslations('assign')
	const marked = useMarked()
	const things = usePicture(({ content }) => content.things)
	const order = usePicture(mayOrder)
	const assign = usePicture(mayAssign)
	if (marked.size === 0) return null
	const names = [...marked].map((id) => {
		const thing = things.get(id)
		return thing ? titleOf(thing.row) : id
	})
	return (
		<section className={styles.bar} aria-label={t('hint')}>
			<strong>{t('selected', { count: marked.size })}</strong>
			<bdi className={styles.names}>{names.join(', ')}</bdi>
			<span className={styles.actions}>
				{assign && (
					<Action keys="Z" onPress={() => setView({ assigning: [...marked] })}>
						{t('assign')}
					</Action>
				)}
				{order && (
					<Action keys="B" onPress={() => compose({ recipients: [...marked] })}>
						{t('order')}
					</Action>
				)}
				<Action keys="Esc" onPress={() => setView({ marked: undefined })}>
					{t('clear')}
				</Action>
			</span>
		</section>
	)
}

function Action({ keys, onPress, children }: { readonly keys: string; readonly onPress: () => void; readonly children: ReactNode }) {
	return (
		<Button size="row" onPress={onPress}>
			<kbd className={styles.key}>{keys}</kbd>
			{children}
		</Button>
	)
}
