import { useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'

import { besides } from './roving.ts'

import styles from './tabs.module.css'

export type TabOf<T extends string> = {
	readonly id: T
	readonly label: string
	readonly count?: number | undefined
	readonly body: ReactNode
}

type Props<T extends string> = {
	readonly label: string
	readonly tabs: readonly TabOf<T>[]
	readonly chosen: T
	readonly onChange: (id: T) => void
	readonly after?: ReactNode
}

/** Tabs as the ARIA practices describe them: one stop, arrows choose. */
export function Tabs<T extends string>({ label, tabs, chosen, onChange, after }: Props<T>) {
	const base = useId()
	const body = tabs.find(({ id }) => id === chosen)?.body
	return (
		<div className={styles.tabs}>
			<TabList base={base} label={label} tabs={tabs} chosen={chosen} onChange={onChange} />
			{after}
			<div key={chosen} id={`${base}panel`} role="tabpanel" aria-labelledby={base + chosen} className={styles.panel}>
				{body}
			</div>
		</div>
	)
}

function TabList<T extends string>({ base, label, tabs, chosen, onChange }: Props<T> & { readonly base: string }) {
	const list = useRef<HTMLDivElement>(null)
	const onKeyDown = (event: KeyboardEvent) => {
		const next = besides(tabs, chosen, event.key)
		if (!next) return
		event.preventDefault()
		onChange(next.id)
		list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
	}
	return (
		<div ref={list} role="tablist" aria-label={label} className={styles.list}>
			{tabs.map(({ id, label: name, count }) => (
				<button
					key={id}
					id={base + id}
					type="button"
					role="tab"
					data-tab={id}
					aria-selected={id === chosen}
					aria-controls={id === chosen ? `${base}panel` : undefined}
					tabIndex={id === chosen ? 0 : -1}
					className={styles.tab}
					onClick={() => onChange(id)}
					onKeyDown={onKeyDown}
				>
					{name}
					{count !== undefined && <span className={styles.count}>{count}</span>}
				</button>
			))}
		</div>
	)
}
