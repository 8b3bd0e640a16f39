import type { ReactNode, RefObject } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Popover as AriaPopover } from 'react-aria-components/Popover'

import styles from './popover.module.css'

type Common = { readonly label: string; readonly onClose: () => void; readonly children: ReactNode }

export function PopoverSheet({ label, trigger, onClose, children }: Common & { readonly trigger: RefObject<HTMLButtonElement | null> }) {
	return (
		<AriaPopover
			className={styles.popover ?? ''}
			triggerRef={trigger}
			placement="bottom end"
			offset={8}
			isOpen
			onOpenChange={(open) => !open && onClose()}
		>
			<Dialog className={styles.dialog ?? ''} aria-label={label}>
				{children}
			</Dialog>
		</AriaPopover>
	)
}

export function ModalSheet({ label, onClose, children }: Common) {
	return (
		<ModalOverlay className={styles.scrim ?? ''} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
			<Modal className={styles.modal ?? ''}>
				<Dialog className={styles.dialog ?? ''} aria-label={label}>
					{children}
				</Dialog>
			</Modal>
		</ModalOverlay>
	)
}
