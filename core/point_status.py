"""What kind of place a point of the landscape is: minimum, plateau, endless valley or slope."""

from enum import StrEnum

import numpy as np

from core._checks import FloatArray
from core.newton import newton_jump
from core.objective import Objective

# Gradient norms in centred, scaled coordinates, where they do not depend on the features' units.
FLAT = 1e-6  # below it a point counts as stationary
NEARLY_FLAT = 1e-3  # below it nothing seems to move
NEAR = 0.25  # change of a logit up to which Newton's minimum counts as next to a point


class PointStatus(StrEnum):
    """What kind of place a point is, for a run that neither swings nor blows up.

    Examples
    --------
    >>> for status in PointStatus:
    ...     print(status)
    minimum
    plateau
    endless
    slope
    """

    MINIMUM = "minimum"
    PLATEAU = "plateau"
    ENDLESS = "endless"
    SLOPE = "slope"


def point_status(objective: Objective, theta: FloatArray, first_error: float) -> PointStatus:
    """Judge a point by slope, curvature and errors, in centred, scaled coordinates.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    theta : ndarray, shape (d + 1,)
        Weights and, last, the bias.
    first_error : float
        Error rate at the start of the run.

    Returns
    -------
    PointStatus
        The first that fits, with the gradient in the parameters of standardised features:

        - minimum, be it a local one: gradient norm below 1e-6, no negative curvature and Newton's
          minimum next to the point, unless there is none to stand at;
        - plateau: gradient norm below 1e-3 and no minimum near, while the error rate is no better
          than at the start, or some curvature is negative, or the gradient norm is even below
          1e-6; without a minimum only if some sample is on the wrong side;
        - endless: no minimum, and error rate 0 or gradient norm below 1e-3;
        - slope.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["mse"], [1.0], [0])
    >>> print(point_status(objective, np.array([8.0, 8.0]), 1.0))
    plateau
    """
    theta, objective = objective.scaling.inward(theta), objective.scaled
    slope = float(np.linalg.norm(objective.gradient(theta)))
    error = float(objective.error_rate(theta))
    endless = objective.has_no_minimum
    if slope >= NEARLY_FLAT:
        return PointStatus.ENDLESS if endless and error == 0 else PointStatus.SLOPE
    curved_down, near_minimum = _shape(objective, theta)
    if slope < FLAT and near_minimum and not endless:
        return PointStatus.MINIMUM
    stuck = curved_down or slope < FLAT or error >= first_error
    if stuck and not near_minimum and (error > 0 or not endless):
        return PointStatus.PLATEAU
    return PointStatus.ENDLESS if endless else PointStatus.SLOPE


def _shape(objective: Objective, theta: FloatArray) -> tuple[bool, bool]:
    """Tell whether some curvature is negative, and whether a small slope means a minimum is near.

    Where all slopes fade exponentially the minimum of Newton's parabola stays half a logit ahead,
    however small they are. A convex loss can be flat only near its minimum.
    """
    jump = newton_jump(objective.hessian(theta), objective.gradient(theta))
    if jump is None:
        return not objective.loss.convex, objective.loss.convex
    close = bool(np.abs(objective.logits(jump)).max() < NEAR)
    return False, close or objective.loss.convex
