import type { ReactNode } from 'react'

import { fetched } from './fetched.tsx'
import { Opener } from './opener.tsx'

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

const { prepare, Component: MenuList } = fetched(async () => (await import('./menu-list.tsx')).MenuList)

/** A button of `trigger` and the list it opens. */
export function Menu({ label, trigger, parts, placement = 'bottom start' }: Props) {
	return (
		<Opener kind="menu" trigger={trigger} prepare={prepare}>
			{(opened) => <MenuList label={label} parts={parts} placement={placement} {...opened} />}
		</Opener>
	)
}
