export const CENTRE_ID = 'centre'
