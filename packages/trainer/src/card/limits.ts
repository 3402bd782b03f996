/** What the model is not for, and why: what no measurement here covers. */
export const LIMITS: readonly string[] = [
  'Medicine: no diagnosis, gait analysis, rehabilitation or fall detection. People who walk with a ' +
    'long cane or a guide dog were recorded; nobody with crutches, a walking frame or a prosthesis, ' +
    'nobody for a disorder of the gait, and no child.',
  'Decisions about people, such as insurance, pay, discipline or evidence. A count is an estimate, ' +
    'and a device can be shaken.',
  'Telling who somebody is. It was not made for that, and nothing here says how it would do.',
  'Left and right: the feet alternate as announced, but which of them is the left one is not told.',
  'Distance, speed or energy: a contact has a time, and no length.',
  'Running at more than four steps a second, swimming, dancing: not recorded, not measured.',
  'Vehicles: not recorded; what is told of them below is of synthetic motion. Cycling and rowing were ' +
    'recorded on machines that stand in a room, and nowhere else.',
  'Other places on the body than those measured (ankle, head): not known.',
];
