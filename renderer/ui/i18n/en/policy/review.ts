/** What is asked before a policy is saved or removed. */
export const review = {
  review: 'Review and save…',
  reviewTitle: 'Save this policy?',
  changes: 'What changes',
  becomesPublic: 'This policy opens the bucket to everyone.',
  locksOut: 'This would lock you out.',
  locksOutWhy: 'On the way this window takes, nobody could change or remove the policy again, the account itself included.',
  saveLockedOut: 'Save and lock me out',
  save: 'Save policy',
  saveOpened: 'Save and make public',
  removeTitle: 'Remove the policy?',
  removeLead: 'Everything it allows and denies ends at once.',
  removeAction: 'Remove policy',
}
