/** What the model is not for, and why: what no measurement here covers. */
export const LIMITS: readonly string[] = [
  'Medicine: no diagnosis, gait analysis, rehabilitation or fall detection. Nobody with an impaired ' +
    'gait, a walking aid or a prosthesis was recorded, nor any child.',
  'Decisions about people, such as insurance, pay, discipline or evidence. A count is an estimate, ' +
    'and a device can be shaken.',
  'Telling who somebody is. It was not made for that, and nothing here says how it would do.',
  'Left and right: the feet alternate as announced, but which of them is the left one is not told.',
  'Distance, speed or energy: a contact has a time, and no length.',
  'Vehicles, machines, running at more than four steps a second, swimming, cycling, dancing: not ' +
    'recorded, not measured.',
  'Other places on the body than those measured (ankle, chest strap, head): not known.',
];
