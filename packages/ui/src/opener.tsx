import { createRef, Suspense, useMemo, useState } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { ButtonContext } from 'react-aria-components/Button'

export type Opened = {
	readonly trigger: RefObject<HTMLButtonElement | null>
	readonly first: 'first' | 'last'
	readonly onClose: () => void
}

type Props = {
	readonly kind: 'menu' | 'dialog'
	/** The button; there is exactly one in it. */
	readonly trigger: ReactNode
	/** Fetches what is opened, as soon as somebody looks like pressing. */
	readonly prepare: () => void
	readonly children: (opened: Opened) => ReactNode
}

/** A button and what it opens, which is fetched when it is wanted. */
export function Opener({ kind, trigger, prepare, children }: Props) {
	const [button] = useState(() => createRef<HTMLButtonElement>())
	const [open, setOpen] = useState<'first' | 'last'>()
	const shown = open !== undefined
	const context = useMemo(
		() => ({
			ref: button,
			'aria-haspopup': kind,
			'aria-expanded': shown,
			onPress: () => setOpen('first'),
			onHoverStart: prepare,
			onFocus: prepare,
			onKeyDown: ({ key }: KeyboardEvent) => {
				const end = kind === 'menu' && (key === 'ArrowDown' ? 'first' : key === 'ArrowUp' ? 'last' : false)
				if (end !== false) setOpen(end)
			},
		}),
		[button, kind, shown, prepare],
	)
	return (
		<>
			<ButtonContext value={context}>{trigger}</ButtonContext>
			{open && <Suspense>{children({ trigger: button, first: open, onClose: () => setOpen(undefined) })}</Suspense>}
		</>
	)
}
