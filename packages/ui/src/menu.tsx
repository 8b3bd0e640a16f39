import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'

import styles from './menu.module.css'

export type MenuEntry = {
	readonly id: string
	readonly label: ReactNode
	/** Read out and used for type-ahead. */
	readonly text: string
	readonly support?: string
	readonly chosen?: boolean
	readonly disabled?: boolean
	readonly onPress?: () => void
}
export type MenuPart = { readonly id: string; readonly heading?: string; readonly entries: readonly MenuEntry[] }

type Props = {
	readonly label: string
	readonly trigger: ReactNode
	readonly parts: readonly MenuPart[]
	readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end'
}

/** A button of `trigger` and the list it opens; choices carry a tick, never colour alone. */
export function Menu({ label, trigger, parts, placement = 'bottom start' }: Props) {
	return (
		<MenuTrigger>
			{trigger}
			<Popover className={styles.popover} placement={placement} offset={4}>
				<AriaMenu className={styles.menu} aria-label={label}>
					{parts.map((part) => (
						<MenuSection key={part.id} className={styles.section} aria-label={part.heading ?? label}>
							{part.heading !== undefined && <Header className={styles.heading}>{part.heading}</Header>}
							{part.entries.map((entry) => (
								<Item key={entry.id} entry={entry} />
							))}
						</MenuSection>
					))}
				</AriaMenu>
			</Popover>
		</MenuTrigger>
	)
}

function Item({ entry }: { readonly entry: MenuEntry }) {
	return (
		<MenuItem
			id={entry.id}
			className={styles.item}
			textValue={entry.text}
			isDisabled={entry.disabled ?? false}
			{...(entry.onPress ? { onAction: entry.onPress } : {})}
			{...(entry.chosen === undefined ? {} : { 'aria-current': entry.chosen })}
		>
			{entry.chosen !== undefined && <span className={styles.check}>{entry.chosen && <Check size={16} aria-hidden />}</span>}
			<span className={styles.text}>
				<span>{entry.label}</span>
				{entry.support !== undefined && <span className={styles.support}>{entry.support}</span>}
			</span>
		</MenuItem>
	)
}
