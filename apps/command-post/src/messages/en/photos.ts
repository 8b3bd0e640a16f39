import type { photosDe } from '../de/photos.ts'

/** Photos of reports. */
export const photosEn: typeof photosDe = {
	photos: {
		title: 'Photos',
		missing: 'Photo has yet to come',
		asking: 'Being looked for …',
		enlarge: '{what}, enlarge',
		alt: '{name}: {title}, {who}, {time}',
		before: 'Previous',
		next: 'Next',
		close: 'Close',
	},
}
