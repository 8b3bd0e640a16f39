import { test } from '@playwright/test'

import { cutOff } from '../cut-off.ts'

test('a browser that was cut off resumes with the same content, and one whose hub is gone keeps the last picture', async ({ page }) => {
	await cutOff(page, /vor [5-9] s/)
})
