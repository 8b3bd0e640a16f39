import type { ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Popover as AriaPopover } from 'react-aria-components/Popover'

import styles from './popover.module.css'

type Props = { readonly label: string; readonly trigger: ReactNode; readonly children: ReactNode }

/** A button of `trigger` and the small panel it opens. */
export function Popover({ label, trigger, children }: Props) {
	return (
		<DialogTrigger>
			{trigger}
			<AriaPopover className={styles.popover ?? ''} placement="bottom end" offset={8}>
				<Dialog className={styles.dialog ?? ''} aria-label={label}>
					{children}
				</Dialog>
			</AriaPopover>
		</DialogTrigger>
	)
}

type ModalProps = { readonly label: string; readonly open: boolean; readonly onClose: () => void; readonly children: ReactNode }

export function ModalDialog({ label, open, onClose, children }: ModalProps) {
	return (
		<ModalOverlay className={styles.scrim ?? ''} isOpen={open} isDismissable onOpenChange={(next) => !next && onClose()}>
			<Modal className={styles.modal ?? ''}>
				<Dialog className={styles.dialog ?? ''} aria-label={label}>
					{children}
				</Dialog>
			</Modal>
		</ModalOverlay>
	)
}
