import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'

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

export function Tabs<T extends string>({ label, tabs, chosen, onChange, after }: Props<T>) {
	return (
		<AriaTabs
			className={styles.tabs ?? ''}
			selectedKey={chosen}
			onSelectionChange={(key) => {
				const next = tabs.find(({ id }) => id === key)
				if (next) onChange(next.id)
			}}
		>
			<TabList className={styles.list ?? ''} aria-label={label}>
				{tabs.map((tab) => (
					<Tab key={tab.id} id={tab.id} className={styles.tab ?? ''}>
						{tab.label}
						{tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
					</Tab>
				))}
			</TabList>
			{after}
			{tabs.map((tab) => (
				<TabPanel key={tab.id} id={tab.id} className={styles.panel ?? ''}>
					{tab.body}
				</TabPanel>
			))}
		</AriaTabs>
	)
}
