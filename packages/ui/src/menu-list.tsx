import { Check } from 'lucide-react'
import type { RefObject } from 'react'
import { Header } from 'react-aria-components/Header'
import { Menu as AriaMenu, MenuItem, MenuSection } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'

import type { MenuEntry, MenuPart } from './menu.tsx'

import styles from './menu.module.css'

type Props = {
	readonly label: string
	readonly parts: readonly MenuPart[]
	readonly placement: 'bottom start' | 'bottom end' | 'top start' | 'top end'
	readonly trigger: RefObject<HTMLElement | null>
	readonly first: 'first' | 'last'
	readonly onClose: () => void
}

/** What a menu's button opens; choices carry a tick, never colour alone. */
export function MenuList({ label, parts, placement, trigger, first, onClose }: Props) {
	return (
		<Popover
			className={styles.popover}
			aria-label={label}
			triggerRef={trigger}
			placement={placement}
			offset={4}
			isOpen
			onOpenChange={(open) => !open && onClose()}
		>
			<AriaMenu className={styles.menu} aria-label={label} {...{ autoFocus: first }} onClose={onClose}>
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
